using LoadLab.Engine.Recording;
using LoadLab.Engine.SelfHealth;
using LoadLab.Sdk;
using LoadLab.Sdk.Hosting;

namespace LoadLab.Engine.VirtualUsers;

/// <summary>The steps of its iteration.</summary>
internal sealed partial class VirtualUser
{
    public StepMark StepStarted(string name)
    {
        name = _phase.GroupNames.Join(GroupPath, name);
        var now = _phase.Time.GetTimestamp();
        // The wait for a late start belongs to the first step; what follows starts when the step before it has ended.
        var intended = _firstStep ? _intended + _leftOut : now;
        _firstStep = false;
        _step = _phase.Recorder.StepIndex(Scenario.Index, name);
        _stepStarted = now;
        CountOpen(1);
        _phase.Trace?.OnStepStarted(Scenario.Props.Name, name);
        if (_phase.Blocking.IsOn)
        {
            BlockMark.Current = _phase.Blocking.Of(Scenario.Props.Name, name);
        }

        return new StepMark(_step, intended, now);
    }

    public void StepEnded(StepMark mark, IResponse response)
    {
        var done = _phase.Time.GetTimestamp();
        if (Volatile.Read(ref _running) != Abandoned)
        {
            _phase.Recorder.Step(Scenario.Index, mark.Index, response, _measured, done - mark.IntendedTimestamp, done - mark.StartedTimestamp);
            _step = StepTable.WholeIteration;
            _stepStarted = _started;
            CountOpen(-1);
            _phase.Trace?.OnStepEnded(Scenario.Props.Name, _phase.Recorder.StepName(Scenario.Index, mark.Index), response, _phase.Time.GetElapsedTime(mark.StartedTimestamp, done));
        }
    }

    public bool IsCutOff(Exception fault) => fault is IterationCutOffException || (fault is OperationCanceledException && _phase.CutOffToken.IsCancellationRequested);

    public TimeSpan SinceIterationStart => _phase.Time.GetElapsedTime(_started);

    public void LeaveOut(TimeSpan time) => _leftOut += _phase.Ticks(time);
}
