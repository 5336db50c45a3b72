using Npgsql;

namespace LoadLab.ReferenceLms.Data;

/// <summary>A query with the name under which its time is recorded.</summary>
/// <param name="Name">Label of the histogram.</param>
/// <param name="Text">SQL with positional parameters <c>$1</c>, <c>$2</c> …</param>
internal sealed record Sql(string Name, string Text)
{
    /// <summary>A typed positional parameter, which does not box.</summary>
    public static NpgsqlParameter Of<T>(T value) => new NpgsqlParameter<T> { TypedValue = value };
}
