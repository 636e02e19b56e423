std = "lua52"
globals = {
	"game", "script", "storage", "defines", "commands", "remote", "rcon", "helpers", "prototypes", "settings",
	"log", "serpent", "table_size", "localised_print",
}
