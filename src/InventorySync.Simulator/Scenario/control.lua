-- Loads the scenario of a map that no tool has patched. A patched save has a generated file in this place, which loads
-- the same scenario.lua and then the modules.
require("scenario")
