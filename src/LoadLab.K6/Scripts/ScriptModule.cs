using Acornima.Ast;
using Jint;

namespace LoadLab.K6.Scripts;

/// <summary>A module of a script.</summary>
/// <param name="Path">Its file.</param>
/// <param name="Source">Its text.</param>
/// <param name="Prepared">It parsed; not valid for JSON.</param>
internal sealed record ScriptModule(string Path, string Source, Prepared<Module> Prepared)
{
    /// <summary>What it imports, with the lines.</summary>
    public IEnumerable<(string Specifier, int Line)> Imports => Prepared.IsValid
        ? Prepared.Program.Body.Select(statement => statement switch
        {
            ImportDeclaration import => (Source: (StringLiteral?)import.Source, import.Location),
            ExportNamedDeclaration { Source: { } from } export => (Source: from, export.Location),
            ExportAllDeclaration all => (Source: (StringLiteral?)all.Source, all.Location),
            _ => (Source: null, default),
        }).Where(import => import.Source is not null).Select(import => (import.Source!.Value, import.Location.Start.Line))
        : [];
}
