from . import controllers, demo, models, tools, wizard
from .hooks import uninstall_hook
