namespace LoadLab.Cli.Terminal;

/// <summary>How progress is shown.</summary>
/// <param name="Redraw">True for a block redrawn in place; false for plain lines.</param>
/// <param name="Unicode">False where only ASCII can be shown.</param>
/// <param name="Width">Width of the terminal in columns, asked for each drawing.</param>
internal sealed record LiveOptions(bool Redraw, bool Unicode, Func<int> Width)
{
    /// <summary>Plain lines: no terminal, or the environment asks for it.</summary>
    public static LiveOptions Plain { get; } = new(false, false, () => 80);

    /// <summary>What standard error and the environment ask for: a pipe, <c>NO_COLOR</c>, <c>CI</c> or a dumb terminal get plain lines.</summary>
    public static LiveOptions ForStandardError() => Choose(
        isTerminal: !Console.IsErrorRedirected,
        Environment.GetEnvironmentVariable,
        Console.Error.Encoding.WebName.StartsWith("utf", StringComparison.OrdinalIgnoreCase));

    internal static LiveOptions Choose(bool isTerminal, Func<string, string?> variable, bool unicode)
    {
        var asked = !string.IsNullOrEmpty(variable("NO_COLOR")) || !string.IsNullOrEmpty(variable("CI")) || variable("TERM") is "dumb";
        return isTerminal && !asked ? new LiveOptions(true, unicode, WindowWidth) : Plain;
    }

    private static int WindowWidth()
    {
        try
        {
            return Console.WindowWidth is > 0 and var width ? width : 80;
        }
        catch (IOException)
        {
            // A terminal that does not tell its size.
            return 80;
        }
    }
}
