namespace LoadLab.Cli.Terminal;

/// <summary>How a piece looks.</summary>
internal enum TextStyle
{
    Plain,
    Strong,
    Faint,
    Accent,
    Good,
    Attention,
    Bad,
}
