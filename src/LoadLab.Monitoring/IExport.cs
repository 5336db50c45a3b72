using LoadLab.Core.Catalogue;

namespace LoadLab.Monitoring;

/// <summary>Makes what one tool reads from a catalogue. Pure: the same catalogue and links give the same text, on any day.</summary>
public interface IExport
{
    /// <summary>The word of the command line: <c>prometheus</c>.</summary>
    string Name { get; }

    /// <summary>What it makes, for the help.</summary>
    string Says { get; }

    /// <summary>The addresses that it uses.</summary>
    IReadOnlyList<ExportAddress> Uses { get; }

    /// <summary>The files.</summary>
    /// <exception cref="Core.LoadLabException">The catalogue cannot be exported so (104); with every fault.</exception>
    IReadOnlyList<ExportedFile> Files(SloCatalogue catalogue, ExportLinks links);
}
