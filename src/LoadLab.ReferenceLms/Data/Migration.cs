using System.Globalization;
using System.Reflection;

namespace LoadLab.ReferenceLms.Data;

/// <summary>One numbered step of the schema.</summary>
/// <param name="Version">1, 2, 3 … without a gap.</param>
/// <param name="Name">File name without its number.</param>
/// <param name="Sql">What it runs.</param>
internal sealed record Migration(int Version, string Name, string Sql)
{
    private const string Prefix = "Migrations/";

    /// <summary>The migrations of this assembly, in order.</summary>
    /// <exception cref="InvalidOperationException">Two have the same number, or one is missing.</exception>
    public static IReadOnlyList<Migration> ReadAll()
    {
        var assembly = typeof(Migration).Assembly;
        Migration[] all = [.. assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
            .Select(name => Read(assembly, name))
            .OrderBy(migration => migration.Version)];
        for (var i = 0; i < all.Length; i++)
        {
            if (all[i].Version != i + 1)
            {
                throw new InvalidOperationException(
                    $"Migration '{all[i].Name}' has number {all[i].Version} where {i + 1} is due. Number the files 0001, 0002 … without a gap.");
            }
        }

        return all;
    }

    private static Migration Read(Assembly assembly, string resource)
    {
        using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!);
        var file = Path.GetFileNameWithoutExtension(resource[Prefix.Length..]);
        var split = file.IndexOf('_', StringComparison.Ordinal);
        return new Migration(int.Parse(file.AsSpan(0, split), CultureInfo.InvariantCulture), file[(split + 1)..], reader.ReadToEnd());
    }
}
