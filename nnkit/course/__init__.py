"""The course as folders: catalogue, build, the learners' ``work/``, what is handed in."""
