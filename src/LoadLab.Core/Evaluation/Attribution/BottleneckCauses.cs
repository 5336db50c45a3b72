namespace LoadLab.Core.Evaluation.Attribution;

/// <summary>The causes that LoadLab can tell apart.</summary>
public static class BottleneckCauses
{
    /// <summary>A part of the stack was broken on purpose.</summary>
    public const string Fault = "fault";

    /// <summary>Processes that belong neither to the stack nor to LoadLab took the CPU.</summary>
    public const string OtherCpu = "cpu-taken";

    /// <summary>The generator was late or saturated.</summary>
    public const string Generator = "generator";

    /// <summary>Redis did not answer, or very late.</summary>
    public const string Redis = "redis";

    /// <summary>Postgres did not answer.</summary>
    public const string Postgres = "postgres";

    /// <summary>Sessions of Postgres waited for a lock.</summary>
    public const string Lock = "db-lock";

    /// <summary>A statement of Postgres ran for long.</summary>
    public const string SlowStatement = "db-statement";

    /// <summary>The API's connection pool was full and requests waited for it.</summary>
    public const string Pool = "db-pool";

    /// <summary>Sessions of Postgres waited for the disk.</summary>
    public const string DatabaseIo = "db-io";

    /// <summary>A process of the stack used up the CPU.</summary>
    public const string StackCpu = "cpu";

    /// <summary>The machine's CPU was busy, and no single one took most of it, or it is not known which did.</summary>
    public const string Machine = "machine";

    /// <summary>The target refused connections, dropped them, did not answer in time, or answered with errors of its own.</summary>
    public const string Target = "target";

    /// <summary>Background workers did not keep up.</summary>
    public const string Workers = "workers";
}
