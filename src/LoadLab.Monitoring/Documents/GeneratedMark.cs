namespace LoadLab.Monitoring.Documents;

/// <summary>What every generated file has in its first lines, so that one that is no longer made is found.</summary>
internal static class GeneratedMark
{
    /// <summary>The words.</summary>
    public const string Text = "Made by loadlab slo export";

    /// <summary>The mark with its command and the catalogue's name.</summary>
    public static string Of(string export, string catalogue) => $"{Text} {export} from the catalogue '{catalogue.ReplaceLineEndings(" ")}'. Change the catalogue, not this file.";
}
