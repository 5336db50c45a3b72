using System.Text.Json.Serialization;

namespace LoadLab.Monitoring.Healing;

/// <summary>What a line of the audit log tells.</summary>
public enum HealingEvent
{
    /// <summary>The healer began to listen.</summary>
    [JsonStringEnumMemberName("started")]
    Started,

    /// <summary>It ended.</summary>
    [JsonStringEnumMemberName("stopped")]
    Stopped,

    /// <summary>A body that is no notification was refused.</summary>
    [JsonStringEnumMemberName("refused")]
    Refused,

    /// <summary>Nothing is done about an alert.</summary>
    [JsonStringEnumMemberName("none")]
    None,

    /// <summary>An action waits for its turn.</summary>
    [JsonStringEnumMemberName("queued")]
    Queued,

    /// <summary>An action would be done now, and is not: dry run.</summary>
    [JsonStringEnumMemberName("would-act")]
    WouldAct,

    /// <summary>An action begins.</summary>
    [JsonStringEnumMemberName("began")]
    Began,

    /// <summary>An action has ended.</summary>
    [JsonStringEnumMemberName("ended")]
    Ended,

    /// <summary>Whether it helped.</summary>
    [JsonStringEnumMemberName("recovery")]
    Recovery,

    /// <summary>Somebody allowed an entry that had stopped.</summary>
    [JsonStringEnumMemberName("allowed")]
    Allowed,
}
