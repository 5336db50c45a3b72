using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using LoadLab.Core;
using LoadLab.Core.Running;
using LoadLab.Core.Text;
using Microsoft.AspNetCore.Http;

namespace LoadLab.Monitoring.Healing;

/// <summary>
/// Where a healer's action reaches the stack of a run: <c>POST /redis</c> with what <c>loadlab heal</c> posts to a webhook, <c>{"healing": "heal-redis"}</c>, starts Redis
/// anew when the suite has broken it. Nothing else can be done here.
/// </summary>
public sealed class HealingCalls(IPEndPoint address, TimeProvider time) : IHealingCalls
{
    private const int MostBytes = 4096;
    private const int LongestName = 100;
    private JsonServer? _server;

    /// <inheritdoc/>
    public Func<HealingCall, Task<string?>>? Heal { get; set; }

    /// <inheritdoc/>
    public async Task StartAsync()
    {
        try
        {
            _server = await JsonServer.StartAsync(address, DecideAsync).ConfigureAwait(false);
        }
        catch (Exception fault) when (fault is IOException or SocketException)
        {
            throw new LoadLabException(ExitCode.BadConfiguration, $"--heal-listen {address}: it cannot be listened there: {OneLine.Of(fault)}.", "Nothing was started. Is the port taken? Give another one.", fault);
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _server?.DisposeAsync() ?? ValueTask.CompletedTask;

    private async Task<(int Status, string Words)> DecideAsync(HttpRequest request)
    {
        // A page in somebody's browser can post text to this address, but no JSON.
        if (!HttpMethods.IsPost(request.Method) || request.ContentType?.Split(';')[0].Trim().Equals("application/json", StringComparison.OrdinalIgnoreCase) != true)
        {
            return (405, "A healer's webhook is taken: POST with application/json.");
        }

        var role = request.Path.Value?.Trim('/') ?? "";
        if (role.Length is 0 or > LongestName || !role.All(IsOfName))
        {
            return (404, "The path names the part that is to be started anew, such as /redis.");
        }

        var body = await BoundedBody.ReadAsync(request.Body, MostBytes, CancellationToken.None).WaitAsync(JsonServer.Patience, time).ConfigureAwait(false);
        if (body is null || Entry(body) is not { } by)
        {
            return (400, "The body must be {\"healing\": \"ID\"}, with the id of an entry of healing:, as loadlab heal posts it.");
        }

        var refused = Heal is { } heal ? await heal(new HealingCall(role, by)).ConfigureAwait(false) : "The load of the run has not begun or has ended, so nothing was done.";
        return refused is null ? (200, $"{role} was started anew.") : (409, refused);
    }

    private static string? Entry(byte[] body)
    {
        try
        {
            using var document = JsonDocument.Parse(body, new JsonDocumentOptions { MaxDepth = 4 });
            return document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.TryGetProperty("healing", out var healing) && healing.ValueKind == JsonValueKind.String
                && healing.GetString() is { Length: > 0 and <= LongestName } id && id.All(IsOfName) ? id : null;
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private static bool IsOfName(char letter) => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' or '.';
}
