namespace LoadLab.Cli.Terminal;

/// <summary>A piece of a line, in one style.</summary>
/// <param name="Text">The text.</param>
/// <param name="Style">Its style.</param>
internal readonly record struct StyledText(string Text, TextStyle Style = TextStyle.Plain);
