namespace LoadLab.Engine.SelfTest;

/// <summary>How a server loses a request.</summary>
internal enum DropKind
{
    /// <summary>It reads the request and closes.</summary>
    Fin,

    /// <summary>It reads the request and resets the connection.</summary>
    Reset,

    /// <summary>It answers a part, and closes.</summary>
    MidAnswer,

    /// <summary>It reads the request, and closes after a while.</summary>
    Late,

    /// <summary>It answers, and closes the connection while nothing is asked: it loses no request.</summary>
    Idle,
}
