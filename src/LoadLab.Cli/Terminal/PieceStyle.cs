namespace LoadLab.Cli.Terminal;

/// <summary>How a piece looks.</summary>
internal enum PieceStyle
{
    Plain,
    Strong,
    Faint,
    Accent,
    Good,
    Attention,
    Bad,
}
