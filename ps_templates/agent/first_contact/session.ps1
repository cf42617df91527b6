# Looks of the self-test (exkit doctor --first-contact) that templates may not take: at the process, its console, its parser.
# Sent by the self-test alone, as a library. Everything is read; text that is parsed is never run.

function Get-ExkitSession {
    $clr = $PSVersionTable['CLRVersion']
    $thread = [Threading.Thread]::CurrentThread
    [ordered]@{
        windows = [IO.Path]::DirectorySeparatorChar -eq '\'
        powershell = "$($PSVersionTable['PSVersion'])"
        clr = $(if ($clr) { "$clr" })
        language_mode = "$($ExecutionContext.SessionState.LanguageMode)"
        apartment = "$($thread.GetApartmentState())"
        thread = $thread.ManagedThreadId
        output_code_page = [Console]::OutputEncoding.CodePage
        input_code_page = [Console]::InputEncoding.CodePage
        fips_enforced = [Security.Cryptography.CryptoConfig]::AllowOnlyFipsAlgorithms
        memory_mb = Get-ExkitMemory
        bits64 = [IntPtr]::Size -eq 8
    }
}

function Get-ExkitMemory { [int]([Diagnostics.Process]::GetCurrentProcess().WorkingSet64 / 1MB) }

function Test-ExkitInputEnd {
    # The agent has put an empty reader in the place of the console; without it this would wait for a line of the protocol.
    [Console]::In.Peek() -eq -1
}

function Get-ExkitTree([string]$Text) {
    # -> what PowerShell makes of a text: number of errors, and its first expression or command
    $tokens = $null
    $errors = $null
    $tree = [Management.Automation.Language.Parser]::ParseInput($Text, [ref]$tokens, [ref]$errors)
    $first = $null
    if (@($errors).Count -eq 0) { $first = $tree.EndBlock.Statements[0].PipelineElements[0] }
    @{ errors = @($errors).Count; first = $first }
}

function Get-ExkitQuoting {
    # Five characters must end a single-quoted text, and no other may; --% swallows what follows, but not when it is quoted.
    $five = 0x27, 0x2018, 0x2019, 0x201A, 0x201B
    $others = [regex]::Replace([string]::Join('', [char[]](0..0xD7FF + 0xE000..0xFFFF)), "['\u2018\u2019\u201A\u201B]", '')
    $all = Get-ExkitTree "'$others'"
    $quoted = Get-ExkitTree "Get-Item '--%' 'a' 'b'"
    $bare = Get-ExkitTree "Get-Item --% 'a' 'b'"
    $table = Get-ExkitTree "@{ A = '--%'; B = 'b' }"
    [ordered]@{
        ending = @(foreach ($code in $five) { if ((Get-ExkitTree ("'a" + [char]$code + "'")).errors) { $code } })
        others = $others.Length
        others_inert = [bool]($all.errors -eq 0 -and $all.first.Expression.Value -ceq $others)
        quoted_elements = $(if ($quoted.first) { $quoted.first.CommandElements.Count })
        bare_elements = $(if ($bare.first) { $bare.first.CommandElements.Count })
        header_pairs = $(if ($table.first) { $table.first.Expression.KeyValuePairs.Count })
    }
}

function Get-ExkitForeignEnum {
    # An enum as another session hands it over: its number with its name beside it.
    $types = '<TN RefId="0"><T>Exkit.State</T><T>System.Enum</T><T>System.ValueType</T><T>System.Object</T></TN>'
    $state = "<Obj RefId=`"0`">$types<ToString>Active</ToString><I32>1</I32></Obj>"
    $space = 'http://schemas.microsoft.com/powershell/2004/04'
    Get-ExkitEnumHabit ([Management.Automation.PSSerializer]::Deserialize("<Objs Version=`"1.1.0.1`" xmlns=`"$space`">$state</Objs>"))
}

function Get-ExkitEnumHabit($State) {
    # -> whether each way to read it sees the name; comparing with its own name says the same for every enum
    $name = $State.ToString()
    [ordered]@{
        has_name = $name -match '\A[A-Za-z]+\z'
        interpolates_name = "$State" -ceq $name
        equals_name = [bool]($State -eq $name)
        json_name = (Format-ExkitJson $State 0) -ceq "`"$name`""
    }
}
