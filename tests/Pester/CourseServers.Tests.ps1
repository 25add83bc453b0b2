BeforeAll {
    . $PSScriptRoot/_Import.ps1
}

AfterAll {
    Get-TcpSession | Disconnect-TcpSession
    Get-NetServer | Stop-NetServer
}

Describe 'Start-GuessServer' {
    It 'plays the dialogue' {
        $server = Start-GuessServer -Minimum 5 -Maximum 5
        $server.Kind | Should -Be 'Guess'
        $steps = $server | Invoke-TcpDialogue -Step @{ Expect = 'Welcome*5 to 5.' }, @{ Send = '1'; Expect = 'Too low.' },
            @{ Send = '9'; Expect = 'Too high.' }, @{ Send = '5'; Expect = 'Winner! It took 3 attempts.' }
        $steps.Passed | Should -Be $true, $true, $true, $true
    }

    It 'refuses a range that is none' {
        { Start-GuessServer -Minimum 2 -Maximum 1 } | Should -Throw -ErrorId 'InvalidRequest,*'
    }
}

Describe 'Start-ChatServer' {
    It 'relays lines to the others' {
        $server = Start-ChatServer
        $ann, $bob = 1..2 | ForEach-Object {
            $session = Connect-TcpSession 127.0.0.1 $server.Port
            (Receive-TcpData $session -Framing Line).Text | Should -Match '^\* Welcome'
            $session
        }
        Send-TcpData $ann '/nick Ann' -Framing Line
        Send-TcpData $ann 'hello' -Framing Line
        (Receive-TcpData $bob -Framing Line -Count 2).Text | Should -Be '* guest1 is now Ann', '<Ann> hello'
    }
}
