// The least a .NET process can do and still be heard: what the start of a function is compared with.
Console.Out.WriteLine("started");
