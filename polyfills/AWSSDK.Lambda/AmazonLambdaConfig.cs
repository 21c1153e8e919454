using Amazon.Polyfills;

namespace Amazon.Lambda;

/// <summary>How to reach Lambda; what is not set comes from the environment and the shared AWS configuration, as in every AWS
/// client.</summary>
public class AmazonLambdaConfig() : AwsConfig(Lambda)
{
    private static readonly AwsService Lambda = new("Lambda", "lambda", "lambda", "2015-03-31");
}
