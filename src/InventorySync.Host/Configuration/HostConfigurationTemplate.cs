namespace InventorySync.Host.Configuration;

/// <summary>The commented file that <c>invsync host init</c> writes.</summary>
public static class HostConfigurationTemplate
{
    /// <summary>The file's text; it names every entry with its default.</summary>
    public const string Text = """
        {
          // Base address of the controller.             Environment: INVSYNC_CONTROLLER_URL
          "controllerUrl": "http://127.0.0.1:8080/",

          // Where the controller runs, `invsync token create-host 1` prints this host's token.
          // It is better kept out of this file:         Environment: INVSYNC_CONTROLLER_TOKEN
          "controllerToken": "",

          // The id that the token was made for.         Environment: INVSYNC_HOST_ID
          "hostId": 1,

          // Shown to operators and players.             Environment: INVSYNC_HOST_NAME, INVSYNC_PUBLIC_ADDRESS
          "hostName": "host-1",
          "publicAddress": "localhost",

          // Root of a Factorio installation (2.0 or newer), the folder that holds bin/ and data/.
          //                                             Environment: INVSYNC_FACTORIO_DIRECTORY
          "factorioDirectory": "/opt/factorio",

          // Each instance gets a folder in the first one. In the second, uploads wait while the controller is away:
          // keep it as long as it is not empty.         Environment: INVSYNC_INSTANCES_DIRECTORY, INVSYNC_JOURNAL_DIRECTORY
          "instancesDirectory": "instances",
          "journalDirectory": "journal",

          // Longest pause before connecting to the controller again.
          "maxReconnectDelaySeconds": 60,

          "instances": [
            {
              "name": "Nauvis",             // shown to players; also the folder's name
              "id": 1,                      // unique in the whole cluster
              "gamePort": 34197,            // UDP; 0 picks a free one
              "rconPort": 0,                // TCP; 0 picks a free one
              "autoStart": true,
              "restartAfterCrash": true,
              // A name: that save is loaded, and created if it is missing. null: the newest, autosaves included.
              "save": null,
              "shutdownTimeoutSeconds": 300,
              // Values for server-settings.json over those of Factorio's example.
              "settings": { "visibility": { "public": false, "lan": true }, "require_user_verification": false, "auto_pause": false }
            }
          ],

          "transfer": {
            "bytesPerTick": 500,            // added to each update for the players; 500 fill one network packet
            "partTimeoutSeconds": 60,       // an unanswered part is sent again after this
            "partAttempts": 8
          }
        }

        """;
}
