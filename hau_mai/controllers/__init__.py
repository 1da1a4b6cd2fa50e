from . import center_actions, center_jobs
