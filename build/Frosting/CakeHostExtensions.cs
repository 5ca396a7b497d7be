using Microsoft.Extensions.DependencyInjection;

namespace Cake.Frosting;

/// <summary>What a host is composed of.</summary>
public static class CakeHostExtensions
{
    /// <summary>Tasks get a <typeparamref name="TContext"/>.</summary>
    public static CakeHost UseContext<TContext>(this CakeHost host)
        where TContext : class, IFrostingContext =>
        host.ConfigureServices(services => services.AddSingleton<IFrostingContext, TContext>());

    /// <summary>Something happens before the first task, and after the last one whatever became of it.</summary>
    public static CakeHost UseLifetime<TLifetime>(this CakeHost host)
        where TLifetime : class, IFrostingLifetime =>
        host.ConfigureServices(services => services.AddSingleton<IFrostingLifetime, TLifetime>());
}
