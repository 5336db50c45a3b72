using System.Security.Cryptography;
using System.Text;

namespace LoadLab.Monitoring.Documents;

/// <summary>Names of files, dashboards and objects from free text.</summary>
internal static class Slug
{
    /// <summary>Small letters, digits and hyphens, at most <paramref name="longest"/>. Where something was lost, six digits of a hash keep different names apart.</summary>
    public static string Of(string text, int longest = 40)
    {
        var slug = new StringBuilder();
        foreach (var c in text)
        {
            if (char.IsAsciiLetterOrDigit(c))
            {
                slug.Append(char.ToLowerInvariant(c));
            }
            else if (slug.Length > 0 && slug[^1] != '-')
            {
                slug.Append('-');
            }
        }

        var kept = slug.ToString().Trim('-');
        if (kept == text && kept.Length <= longest && kept.Length > 0)
        {
            return kept;
        }

        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..6];
        var shortened = kept.Length > longest - 7 ? kept[..(longest - 7)].TrimEnd('-') : kept;
        return shortened.Length == 0 ? "x-" + hash : shortened + "-" + hash;
    }
}
