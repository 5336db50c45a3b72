namespace LoadLab.Core.Capacity;

/// <summary>What is raised from step to step of a capacity search.</summary>
public enum CapacityModel
{
    /// <summary>Starts a second: the open model.</summary>
    Rate,

    /// <summary>Virtual users: the closed model.</summary>
    Users,
}
