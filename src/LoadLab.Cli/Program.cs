using LoadLab.Cli;

var composition = Composition.Create();
var console = composition.CreateConsole(Console.Out, Console.Error);
return await CommandLine.RunAsync(args, console, composition.Commands(console));
