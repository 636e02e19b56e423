using System.Text.Json.Nodes;

namespace InventorySync.Module.Tests.Support;

/// <summary>Brings a player who is in the game with a body into one of the states in which they can be.</summary>
internal static class PlayerState
{
    /// <summary>All states but the map editor without the right to leave it.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        "on foot", "cutscene", "editor", "remote view", "god", "god in a cutscene", "god in a remote view", "spectator", "dead", "ghost that does not wait",
        "driving a car", "passenger of a car", "driving a tank", "driving a spidertron", "in a locomotive", "in a cargo wagon", "remote view from a tank",
        "on a platform", "in a hub", "in a pod", "on another surface", "on a surface being deleted", "on a surface that was deleted", "in another force", "in a force being merged",
        "in a vehicle being destroyed", "crafting",
    ];

    public static void Enter(GameServer server, string player, string state)
    {
        var self = $"local p = game.get_player('{player}') ";
        string Run(string code) => server.Lua($"(function() {self}{code} return '' end)()")!.GetValue<string>();
        switch (state)
        {
            case "on foot":
                break;
            case "cutscene" or "editor" or "remote view":
                server.Enter(player, state == "remote view" ? "remote" : state);
                break;
            case "god" or "god in a cutscene" or "god in a remote view":
                // What the body had, the god has.
                Run("local had = p.get_main_inventory().get_contents() local body = p.character p.set_controller({ type = defines.controllers.god }) body.destroy() for _, item in ipairs(had) do p.insert(item) end");
                if (state != "god")
                    server.Enter(player, state.EndsWith("cutscene", StringComparison.Ordinal) ? "cutscene" : "remote");
                break;
            case "spectator":
                Run("p.set_controller({ type = defines.controllers.spectator })");
                break;
            case "dead":
                server.Do("die", new JsonObject { ["player"] = player, ["ticks_to_respawn"] = 5000 });
                break;
            case "ghost that does not wait":
                Run("p.character.destroy()");
                break;
            case "passenger of a car":
                server.Seat(player, "car", "set_passenger");
                break;
            case "driving a car" or "in a vehicle being destroyed":
                server.Seat(player, "car");
                if (state != "driving a car")
                    server.Lua("vehicle.die()");
                break;
            case "driving a tank" or "remote view from a tank":
                server.Seat(player, "tank");
                server.Lua("(function() vehicle.get_inventory(defines.inventory.car_ammo)[1].set_stack('cannon-shell') vehicle.health = 100 end)()");
                if (state != "driving a tank")
                    server.Enter(player, "remote");
                break;
            case "driving a spidertron" or "in a locomotive" or "in a cargo wagon":
                server.Seat(player, state.Split(' ', 3)[2].Replace(' ', '-'));
                break;
            case "on a platform" or "in a hub":
                if (server.Lua("game.get_surface('raft') == nil")!.GetValue<bool>())
                    server.Do("platform", new JsonObject { ["name"] = "raft" });
                Run("p.enter_space_platform(game.get_surface('raft').platform)");
                if (state == "on a platform")
                    Run("p.leave_space_platform()");
                break;
            case "in a pod":
                server.Seat(player, "cargo-pod", "set_passenger");
                break;
            case "on another surface" or "on a surface being deleted" or "on a surface that was deleted":
                Run("p.teleport({ 5, 5 }, game.create_surface('moon'))");
                if (state != "on another surface")
                    server.Lua("game.delete_surface('moon')");
                if (state == "on a surface that was deleted")
                    server.Run(1);
                break;
            case "in another force" or "in a force being merged":
                Run("p.force = game.create_force('red')");
                if (state != "in another force")
                    Run("game.merge_forces('red', 'player')");
                break;
            case "crafting":
                // Slowly, so that it is not done before the end of the test.
                Run("if p.get_item_count('iron-plate') >= 4 then p.character_crafting_speed_modifier = -0.99 p.begin_crafting({ recipe = 'iron-gear-wheel', count = 2 }) end");
                break;
            default:
                throw new ArgumentException($"There is no state {state}.", nameof(state));
        }
    }

    /// <summary>Ends what has an end: a cutscene, a flight.</summary>
    public static void End(GameServer server, string player) => server.Lua($$"""
        (function()
            local p = game.get_player('{{player}}')
            if p.controller_type == defines.controllers.cutscene then p.exit_cutscene() end
            if p.cargo_pod then p.cargo_pod.force_finish_descending() end
        end)()
        """);
}
