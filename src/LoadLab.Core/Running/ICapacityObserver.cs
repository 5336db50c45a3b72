using LoadLab.Core.Capacity;
using LoadLab.Core.Capacity.Search;

namespace LoadLab.Core.Running;

/// <summary>Sees a capacity search as it happens. Calls come one at a time.</summary>
public interface ICapacityObserver
{
    /// <summary>A step begins.</summary>
    /// <param name="number">Its number, from 1.</param>
    /// <param name="model">What is raised.</param>
    /// <param name="load">The load.</param>
    /// <param name="stage">Why it is made.</param>
    /// <param name="length">How long it takes by plan.</param>
    void OnNext(int number, CapacityModel model, double load, SearchStage stage, TimeSpan length);

    /// <summary>A step was judged.</summary>
    /// <param name="number">Its number.</param>
    /// <param name="step">What it showed.</param>
    /// <param name="load">The capacity as it is known now; null when it is not.</param>
    /// <param name="low">Lower end of its interval.</param>
    /// <param name="high">Upper end of its interval.</param>
    void OnStep(int number, JudgedStep step, double? load, double? low, double? high);

    /// <summary>Something that one should know.</summary>
    void OnMessage(string line);
}
