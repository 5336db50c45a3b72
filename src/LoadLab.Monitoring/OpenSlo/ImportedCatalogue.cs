namespace LoadLab.Monitoring.OpenSlo;

/// <summary>A catalogue that was read from OpenSLO.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Text">All of it, as YAML; what is lost stands at its top too.</param>
/// <param name="Rows">How many rows it has.</param>
/// <param name="Losses">What was lost or taken for granted, one sentence each.</param>
public sealed record ImportedCatalogue(string Name, string Text, int Rows, IReadOnlyList<string> Losses);
