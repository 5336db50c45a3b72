// Each of these tests loads the whole machine: one at a time, or they measure each other.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
