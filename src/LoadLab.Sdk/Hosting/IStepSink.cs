namespace LoadLab.Sdk.Hosting;

/// <summary>Implemented by the engine's context; scenario code has no need of it.</summary>
public interface IStepSink
{
    /// <summary>Notes the start of a step.</summary>
    StepMark StepStarted(string name);

    /// <summary>Records the step.</summary>
    void StepEnded(StepMark mark, IResponse response);

    /// <summary>True when <paramref name="fault"/> comes from the engine cutting the iteration off, which is no failure of the target.</summary>
    bool IsCutOff(Exception fault);

    /// <summary>Time since the iteration started.</summary>
    TimeSpan SinceIterationStart => TimeSpan.Zero;

    /// <summary>Time that belongs to no step: what the user waited on purpose, or spent on what is not measured. The first step is timed without it.</summary>
    void LeaveOut(TimeSpan time)
    {
    }

    /// <summary>Steps and checks that follow in this flow of control belong to a group within the one that is open in it.</summary>
    /// <returns>The path of the group that was open before; empty for none.</returns>
    string EnterGroup(string name) => "";

    /// <summary>Those that follow in this flow of control belong to the group <paramref name="before"/> again.</summary>
    void LeaveGroup(string before)
    {
    }

    /// <summary>A feed whose items are used once has no more for this iteration, which does not count. Said before the exception, which a scenario may keep to itself.</summary>
    /// <param name="reason">Which feed, and how many items it had.</param>
    void FeedEnded(string reason)
    {
    }
}

/// <summary>A step that has started.</summary>
/// <param name="Index">The engine's number of the step.</param>
/// <param name="IntendedTimestamp">When it should have started, in ticks of the run's clock.</param>
/// <param name="StartedTimestamp">When it did start.</param>
public readonly record struct StepMark(int Index, long IntendedTimestamp, long StartedTimestamp);
