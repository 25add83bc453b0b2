BeforeAll {
    . $PSScriptRoot/_Import.ps1
}

Describe 'Measure-StatisticalMultiplexing' {
    It 'gives 0.000424 for 35 users at a tenth on 10 circuits' {
        $result = Measure-StatisticalMultiplexing 35 0.1 10
        $result | Should -BeOfType NetCmdlets.MultiplexingResult
        [math]::Round($result.OverloadProbability, 6) | Should -Be 0.000424
        $result.CircuitUsers | Should -Be 10
        $result.ExpectedActive | Should -Be 3.5
        $null -eq $result.UsersAtRisk | Should -BeTrue
    }

    It 'tells the circuits by the rates' {
        (Measure-StatisticalMultiplexing 35 0.1 -LinkRate 1 -UserRate 0.1).Circuits | Should -Be 10
    }

    It 'tells how many users a risk allows' {
        $users = (Measure-StatisticalMultiplexing 35 0.1 10 -OverloadRisk 0.001).UsersAtRisk
        (Measure-StatisticalMultiplexing $users 0.1 10).OverloadProbability | Should -BeLessOrEqual 0.001
        (Measure-StatisticalMultiplexing ($users + 1) 0.1 10).OverloadProbability | Should -BeGreaterThan 0.001
    }

    It 'takes many numbers of users from the pipeline' {
        (10, 35 | Measure-StatisticalMultiplexing -Activity 0.1 -Circuits 10).Users | Should -Be @(10, 35)
    }

    It 'refuses an activity that is no part' {
        { Measure-StatisticalMultiplexing 35 1.1 10 } | Should -Throw -ErrorId 'ParameterArgumentValidationError,*'
    }
}
