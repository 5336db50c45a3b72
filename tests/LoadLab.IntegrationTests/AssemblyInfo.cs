// Load and stacks on few cores: one test at a time, or they measure each other.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
