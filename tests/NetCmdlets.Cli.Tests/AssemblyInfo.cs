using Xunit;

// A run of the program has the process's log and signals to itself.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
