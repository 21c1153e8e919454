using Amazon.Lambda.Serialization.SystemTextJson;

// Compiled into every team's program: its consumers' entry lines make the functions, and this makes one program of them.
[assembly: LambdaGlobalProperties(GenerateMain = true)]
[assembly: LambdaSerializer(typeof(SourceGeneratorLambdaJsonSerializer<QueueJson>))]
