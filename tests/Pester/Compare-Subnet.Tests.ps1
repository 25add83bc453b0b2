BeforeAll {
    . $PSScriptRoot/_Import.ps1
}

Describe 'Compare-Subnet' {
    It 'tells that <Reference> is <Relation> of <Difference>' -ForEach @(
        @{ Reference = '10.0.0.0/8'; Difference = '10.1.0.0/16'; Relation = 'Superset' }
        @{ Reference = '10.1.0.0/16'; Difference = '10.0.0.0/8'; Relation = 'Subset' }
        @{ Reference = '10.0.0.0/8'; Difference = '10.9.9.9/8'; Relation = 'Equal' }
        @{ Reference = '10.0.0.0/8'; Difference = '11.0.0.0/8'; Relation = 'Adjacent' }
        @{ Reference = '10.0.0.0/8'; Difference = '::/0'; Relation = 'Disjoint' }
        @{ Reference = '10.0.0.1-10.0.0.9'; Difference = '10.0.0.5-10.0.0.20'; Relation = 'Overlap' }
    ) {
        (Compare-Subnet $Reference $Difference).Relation | Should -Be $Relation
    }

    It 'tells what both have and what holds both' {
        $relation = '10.0.0.5-10.0.0.20' | Compare-Subnet 10.0.0.1-10.0.0.9
        $relation.Overlap | Should -Be '10.0.0.5-10.0.0.9'
        $relation.CommonSupernet | Should -Be '10.0.0.0/27'
        (Compare-Subnet 10.0.0.0/8 ::/0).CommonSupernet | Should -BeNullOrEmpty
    }

    It 'goes on after what is no network, and ends where the reference is none' {
        $result = 'x', '10.0.0.0/9' | Compare-Subnet 10.0.0.0/8 -ErrorVariable problems -ErrorAction SilentlyContinue
        $result.Relation | Should -Be 'Superset'
        $problems[0].FullyQualifiedErrorId | Should -BeLike 'InvalidSubnet,*'
        { Compare-Subnet x 10.0.0.0/8 } | Should -Throw -ErrorId 'InvalidSubnet,*'
    }
}
