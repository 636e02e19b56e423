using System.Text.Json.Nodes;

namespace InventorySync.Simulator.Control;

/// <summary>An operation somebody asked for over the control socket. It is answered once.</summary>
/// <param name="Id">Given back with the answer; any JSON value.</param>
/// <param name="Operation">Its name, as <c>join</c>.</param>
/// <param name="Arguments">The whole request.</param>
public sealed record ControlRequest(JsonNode? Id, string Operation, JsonObject Arguments)
{
    private readonly TaskCompletionSource<string> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The answer's JSON, once there is one.</summary>
    internal Task<string> AnswerLine => _answer.Task;

    /// <summary>Reads a request from its line.</summary>
    /// <exception cref="FormatException">It is no JSON object, or names no operation.</exception>
    public static ControlRequest Parse(string line)
    {
        JsonObject? request;
        try
        {
            request = JsonNode.Parse(line) as JsonObject;
        }
        catch (System.Text.Json.JsonException exception)
        {
            throw new FormatException($"the request is no JSON: {exception.Message}", exception);
        }
        if (request is null)
            throw new FormatException("the request is no JSON object");
        var operation = request["op"] is JsonValue value && value.TryGetValue(out string? name) ? name
            : throw new FormatException("the request has no \"op\" that names an operation");
        return new ControlRequest(request["id"]?.DeepClone(), operation, request);
    }

    /// <summary>Answers with a result. Called on the thread that owns the game, for the result may be part of it.</summary>
    public void Answer(JsonNode? result, long tick) => _answer.TrySetResult(new JsonObject
    {
        ["id"] = Id?.DeepClone(),
        ["result"] = result?.DeepClone(),
        ["tick"] = tick,
    }.ToJsonString());

    public void Refuse(string error) => _answer.TrySetResult(ErrorLine(Id, error));

    internal static string ErrorLine(JsonNode? id, string error) =>
        new JsonObject { ["id"] = id?.DeepClone(), ["error"] = error }.ToJsonString();
}
