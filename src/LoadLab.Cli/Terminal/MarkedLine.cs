using Spectre.Console;

namespace LoadLab.Cli.Terminal;

/// <summary>A marked line whose further lines stand under its text.</summary>
internal static class MarkedLine
{
    /// <summary>Writes it.</summary>
    public static void Write(IAnsiConsole console, string colour, string mark, string markup)
    {
        var grid = new Grid().AddColumn(new GridColumn().NoWrap().PadLeft(2).PadRight(1)).AddColumn(new GridColumn().PadLeft(0).PadRight(0));
        grid.AddRow($"[{colour}]{mark}[/]", markup);
        console.Write(grid);
    }
}
