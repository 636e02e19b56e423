--- This module's version, as module.json states it too.
return "0.1.0"
