using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using LoadLab.Core.Catalogue.Document;
using LoadLab.Core.Text;
using LoadLab.Core.Yaml;

namespace LoadLab.Monitoring.Healing;

/// <summary>Commands and webhooks. A command is started without a shell, without input, and ended with all its children when its time is over.</summary>
internal sealed class HealingActions(TimeProvider time, HttpClient http) : IHealingAction
{
    private const int MostOutput = 4096;

    /// <inheritdoc/>
    public Task<ActionResult> RunAsync(HealingEntry entry) => entry.Webhook is null ? CommandAsync(entry) : PostAsync(entry);

    private async Task<ActionResult> CommandAsync(HealingEntry entry)
    {
        if (HealingProgram.Find(entry.Command[0]) is not { } program)
        {
            return new ActionResult(false, null, $"It could not be started: {HealingProgram.Fault(entry)}");
        }

        var start = new ProcessStartInfo(program) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        foreach (var argument in entry.Command.Skip(1))
        {
            start.ArgumentList.Add(argument);
        }

        using var process = new Process { StartInfo = start };
        try
        {
            process.Start();
        }
        catch (Exception fault) when (fault is Win32Exception or InvalidOperationException or PlatformNotSupportedException)
        {
            return new ActionResult(false, null, $"It could not be started: {OneLine.Of(fault)}.");
        }

        process.StandardInput.Close();
        using var limit = new CancellationTokenSource(entry.Timeout, time);
        var (output, error) = (ReadAsync(process.StandardOutput, limit.Token), ReadAsync(process.StandardError, limit.Token));
        try
        {
            await process.WaitForExitAsync(limit.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            return new ActionResult(false, null, $"It did not end within {DurationValue.Format(entry.Timeout)} (timeout) and was ended with all that it started.");
        }

        // What it left running may hold its output open: that is read no longer than the time of the action.
        var says = OneLine.Of(await error.ConfigureAwait(false) is { Length: > 0 } complaint ? complaint : await output.ConfigureAwait(false));
        return new ActionResult(process.ExitCode == 0, process.ExitCode, says);
    }

    private static async Task<string> ReadAsync(StreamReader reader, CancellationToken cancellationToken)
    {
        var (text, buffer) = (new StringBuilder(), new char[1024]);
        try
        {
            while (await reader.ReadAsync(buffer, cancellationToken).ConfigureAwait(false) is > 0 and var read)
            {
                text.Append(buffer, 0, Math.Min(read, MostOutput - text.Length));
            }
        }
        catch (OperationCanceledException)
        {
            // Enough was read.
        }

        return text.ToString();
    }

    private async Task<ActionResult> PostAsync(HealingEntry entry)
    {
        using var limit = new CancellationTokenSource(entry.Timeout, time);
        using var content = new StringContent(new JsonObject { ["healing"] = entry.Id }.ToJsonString());
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, entry.Webhook) { Content = content };
            using var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, limit.Token).ConfigureAwait(false);
            return new ActionResult(answer.IsSuccessStatusCode, (int)answer.StatusCode, string.Create(CultureInfo.InvariantCulture, $"It answered {(int)answer.StatusCode}."));
        }
        catch (OperationCanceledException)
        {
            return new ActionResult(false, null, $"It did not answer within {DurationValue.Format(entry.Timeout)} (timeout).");
        }
        catch (Exception fault) when (fault is HttpRequestException or SocketException)
        {
            return new ActionResult(false, null, $"It could not be reached: {OneLine.Of(fault)}.");
        }
    }
}
