namespace LoadLab.Core.Production;

/// <summary>What became of one slice.</summary>
internal enum SliceState
{
    /// <summary>Within the target.</summary>
    Good,

    /// <summary>Outside it.</summary>
    Bad,

    /// <summary>Nothing happened.</summary>
    Idle,

    /// <summary>Nothing is known.</summary>
    Unknown,

    /// <summary>Announced maintenance.</summary>
    Maintenance,

    /// <summary>Not over yet.</summary>
    Ahead,
}
