using System.Diagnostics;
using System.Text;
using LoadLab.Core;

namespace LoadLab.K6.Driving;

/// <summary>Runs a program to its end, within a time and with a bounded output: what is called k6 may be anything.</summary>
internal static class BoundedCall
{
    private const int MostOutput = 16 << 20;

    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(60);

    /// <summary>Runs it.</summary>
    /// <param name="start">What to run.</param>
    /// <param name="input">Its standard input.</param>
    /// <param name="advice">What to do when it cannot be run.</param>
    /// <exception cref="LoadLabException">It cannot be run, does not end in time, or prints without an end (104).</exception>
    public static (int Exit, string Output, string Log) Run(ProcessStartInfo start, string input, string advice)
    {
        (start.UseShellExecute, start.RedirectStandardInput, start.RedirectStandardOutput, start.RedirectStandardError) = (false, true, true, true);
        try
        {
            using var process = Process.Start(start) ?? throw new InvalidOperationException("the system gave no process");
            using var limit = new CancellationTokenSource(s_limit);
            var (output, log) = (ReadAsync(process.StandardOutput, limit), ReadAsync(process.StandardError, limit));
            Write(process, input);
            try
            {
                process.WaitForExitAsync(limit.Token).GetAwaiter().GetResult();
                return (process.ExitCode, output.GetAwaiter().GetResult(), log.GetAwaiter().GetResult());
            }
            catch (OperationCanceledException)
            {
                process.Kill(entireProcessTree: true);
                var why = output.IsCompletedSuccessfully && output.Result.Length >= MostOutput ? "printed more than 16 MB" : FormattableString.Invariant($"did not end within {s_limit.TotalSeconds:0} s");
                throw new LoadLabException(ExitCode.BadConfiguration, $"'{start.FileName} {string.Join(' ', start.ArgumentList)}' {why} and was ended.", "Nothing was started. See what it does in a terminal.");
            }
        }
        catch (Exception fault) when (fault is System.ComponentModel.Win32Exception or InvalidOperationException)
        {
            throw new LoadLabException(ExitCode.BadConfiguration, $"'{start.FileName}' cannot be run: {fault.Message}", advice, fault);
        }
    }

    /// <summary>Reads to the end; what is too much ends the call.</summary>
    private static async Task<string> ReadAsync(StreamReader reader, CancellationTokenSource limit)
    {
        var (text, buffer) = (new StringBuilder(), new char[8192]);
        while (await reader.ReadAsync(buffer.AsMemory(), limit.Token).ConfigureAwait(false) is > 0 and var read)
        {
            text.Append(buffer, 0, read);
            if (text.Length >= MostOutput)
            {
                await limit.CancelAsync().ConfigureAwait(false);
                break;
            }
        }

        return text.ToString();
    }

    private static void Write(Process process, string input)
    {
        try
        {
            process.StandardInput.Write(input);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It has ended before it read: its exit code says why.
        }
    }
}
