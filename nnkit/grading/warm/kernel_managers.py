"""Kernel managers whose kernels are warm, whatever the environment says."""

from __future__ import annotations

import uuid
from typing import Any

from jupyter_client.manager import AsyncKernelManager, KernelManager
from traitlets import Unicode

from nnkit.grading.sandbox import Ending
from nnkit.grading.warm.provisioner import WarmProvisioner


class WarmStart(KernelManager):
    """Starts its kernel from the parent that ``warm_address`` names."""

    warm_address = Unicode(help="The warm parent's socket.").tag(config=True)

    async def _async_pre_start_kernel(self, **kwargs: Any) -> tuple[list[str], dict[str, Any]]:
        if self.provisioner is None:
            self.kernel_id = self.kernel_id or kwargs.pop("kernel_id", str(uuid.uuid4()))
            self.provisioner = WarmProvisioner(
                kernel_id=self.kernel_id,
                kernel_spec=self.kernel_spec,
                parent=self,
                address=self.warm_address,
            )
        command, options = await super()._async_pre_start_kernel(**kwargs)
        return command, options

    @property
    def ending(self) -> Ending | None:
        """How the last kernel ended; None if none has, or it still runs."""
        provisioner = self.provisioner
        if not isinstance(provisioner, WarmProvisioner):
            return None
        running = getattr(provisioner.process, "ending", None)
        return running or provisioner.last_ending


class WarmKernelManager(WarmStart, AsyncKernelManager):
    """For nbclient's ``kernel_manager_class``."""

    pre_start_kernel = WarmStart._async_pre_start_kernel
