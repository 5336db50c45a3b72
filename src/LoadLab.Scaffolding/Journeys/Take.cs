using System.Collections.Immutable;

namespace LoadLab.Scaffolding.Journeys;

/// <summary>A value that is taken from an answer.</summary>
/// <param name="Value">Its name.</param>
/// <param name="From">The part of the answer.</param>
/// <param name="Path">In JSON the way to it: names, indices, and <see cref="AnyEntry"/>; else the name of the header or cookie, or the texts before and after it.</param>
internal sealed record Take(string Value, TakeFrom From, ImmutableArray<object> Path)
{
    /// <summary>In a path: an entry of the list by chance.</summary>
    public static readonly object AnyEntry = new();
}

/// <summary>The part of an answer that a value is taken from.</summary>
internal enum TakeFrom
{
    /// <summary>A value in the JSON of the body.</summary>
    Json,

    /// <summary>A header.</summary>
    Header,

    /// <summary>The last segment of the address in a header.</summary>
    HeaderTail,

    /// <summary>A cookie that the answer sets.</summary>
    Cookie,

    /// <summary>The text between two others.</summary>
    Between,
}
