using LoadLab.Cli;

return await CommandLine.RunAsync(args, Composition.Create());
