using CsCheck;
using InventorySync.Core.Instances;

namespace InventorySync.Core.Tests.Histories;

public class Any_history_of_a_player
{
    private static readonly Gen<InstanceId> Instance = Gen.Int[1, 3].Select(id => new InstanceId(id));

    private static readonly Gen<long?> Token = Gen.Frequency((2, Gen.Const((long?)null)), (3, Gen.Long[1, 12].Select(t => (long?)t)));

    private static readonly Gen<int?> BaseBack =
        Gen.Frequency((2, Gen.Const((int?)null)), (5, Gen.Const((int?)0)), (2, Gen.Int[1, 3].Select(b => (int?)b)));

    private static readonly Gen<Step> AnyStep = Gen.Frequency(
        (6, Gen.Select(Instance, Gen.Bool, Step (i, stopped) => new Step.Acquire(i, stopped))),
        (3, Gen.Select(Instance, Token, Step (i, token) => new Step.Release(i, token))),
        (6, Gen.Select(Instance, Token, BaseBack, Gen.Int[-2, 3], Step (i, token, back, ahead) => new Step.Upload(i, token, back, ahead))),
        (3, Gen.Select(Instance, Gen.Int[0, 4], Step (i, back) => new Step.Repeat(i, back))),
        (1, Gen.Select(Instance, Gen.Int[0, 4], Step (i, back) => new Step.Forge(i, back))),
        (2, Instance.Select(Step (i) => new Step.Stop(i))),
        (2, Instance.Select(Step (i) => new Step.Run(i))),
        (1, Instance.Select(Step (i) => new Step.Die(i))),
        (2, Gen.Select(Instance, Gen.Int[1, 90], Step (i, seconds) => new Step.Wait(i, seconds))));

    [Fact]
    public void Keeps_one_holder_one_line_of_documents_and_every_upload() => AnyStep.List[0, 60].Sample(
        steps =>
        {
            var history = new History();
            foreach (var step in steps)
                history.Happen(step);
        },
        iter: 3000);
}
