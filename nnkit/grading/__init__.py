"""Grading, on the teacher's side: nothing that is handed in is trusted."""
