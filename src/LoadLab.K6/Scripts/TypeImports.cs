using System.Text;
using Acornima;
using Acornima.Ast;

namespace LoadLab.K6.Scripts;

/// <summary>
/// Takes out the imports that a TypeScript file uses in its types only, as TypeScript itself and k6 do: <c>import { Options } from 'k6/options'</c>.
/// Lines stay where they were.
/// </summary>
internal static class TypeImports
{
    /// <param name="source">The file without its types.</param>
    /// <exception cref="ParseErrorException">It is no JavaScript.</exception>
    public static string TakeOut(string source)
    {
        var module = new Parser().ParseModule(source);
        var (named, exported) = (new HashSet<string>(StringComparer.Ordinal), new HashSet<string>(StringComparer.Ordinal));
        var imports = module.Body.OfType<ImportDeclaration>().ToList();
        foreach (var statement in module.Body.Where(statement => statement is not ImportDeclaration))
        {
            Collect(statement, statement is ExportNamedDeclaration { Source: null, Declaration: null } ? exported : named);
        }

        var changes = new List<(Node Old, string New)>();
        foreach (var import in imports.Where(import => import.Specifiers.Count > 0))
        {
            var kept = import.Specifiers.Where(specifier => named.Contains(specifier.Local.Name) || exported.Contains(specifier.Local.Name)).ToList();
            if (kept.Count < import.Specifiers.Count)
            {
                changes.Add((import, kept.Count == 0 ? "" : $"import {string.Join(", ", Parts(kept, source))} from {source[import.Source.Start..import.End]}"));
            }
        }

        var text = new StringBuilder(source);
        foreach (var (old, replacement) in changes.OrderByDescending(change => change.Old.Start))
        {
            text.Remove(old.Start, old.End - old.Start).Insert(old.Start, replacement + new string('\n', source[old.Start..old.End].Count(letter => letter == '\n')));
        }

        return text.ToString();
    }

    private static IEnumerable<string> Parts(IReadOnlyList<ImportDeclarationSpecifier> kept, string source)
    {
        foreach (var specifier in kept.Where(specifier => specifier is not ImportSpecifier))
        {
            yield return source[specifier.Start..specifier.End];
        }

        if (kept.OfType<ImportSpecifier>().ToList() is { Count: > 0 } named)
        {
            yield return $"{{ {string.Join(", ", named.Select(specifier => source[specifier.Start..specifier.End]))} }}";
        }
    }

    private static void Collect(Node node, HashSet<string> names)
    {
        if (node is Identifier identifier)
        {
            names.Add(identifier.Name);
        }

        foreach (var child in node.ChildNodes)
        {
            if (child is not null)
            {
                Collect(child, names);
            }
        }
    }
}
