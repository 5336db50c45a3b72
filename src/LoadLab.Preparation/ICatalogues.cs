using LoadLab.Core;
using LoadLab.Core.Catalogue;

namespace LoadLab.Preparation;

/// <summary>Reads SLO catalogues, and suites for their sake.</summary>
internal interface ICatalogues
{
    /// <summary>Reads a catalogue.</summary>
    /// <param name="nameOrPath">Null for the catalogue of the LMS.</param>
    /// <exception cref="LoadLabException">It cannot be read (104); with all faults.</exception>
    SloCatalogue Load(string? nameOrPath);

    /// <summary>Reads a suite.</summary>
    /// <exception cref="LoadLabException">It cannot be read (104); with all faults.</exception>
    ReadSuite Suite(string nameOrPath);
}
